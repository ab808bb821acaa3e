using Semblance.Evaluation;

namespace Semblance.Reports;

/// <summary>A curve and what to call it in the legend.</summary>
/// <param name="Label">For example the model's name.</param>
/// <param name="Curve">Its operating points.</param>
internal sealed record LabelledCurve(string Label, RocCurve Curve);
