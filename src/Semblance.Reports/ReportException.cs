namespace Semblance.Reports;

/// <summary>The system lacks what pictures need; the message says how to mend it.</summary>
internal sealed class ReportException : Exception
{
    /// <summary>Makes the exception with a message for the user.</summary>
    public ReportException(string message) : base(message)
    {
    }
}
