namespace Semblance.Reports;

/// <summary>How the page of a test looks.</summary>
internal static class PadReportStyle
{
    public const string Css = """

        body { font: 15px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; margin-bottom: 0; }
        h2 { font-size: 1.15rem; margin: 1.8rem 0 .5rem; }
        section { border-left: 4px solid #0072B2; background: #f2f7fb; padding: .2rem 1rem .5rem; margin: 1.2rem 0; }
        section.none { border-color: #D55E00; background: #fdf4ee; }
        section h2 { margin-top: .6rem; }
        table { border-collapse: collapse; margin: .5rem 0; width: 100%; }
        th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; }
        th { font-weight: 600; }
        svg { max-width: 44rem; width: 100%; }
        .small { color: #555; font-size: .9em; }
        .large { font-size: 1.1rem; }
        @media print { body { margin: 0; } h2 { break-after: avoid; } table, svg { break-inside: avoid; } }

        """;
}
