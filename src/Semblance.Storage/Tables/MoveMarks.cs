namespace Semblance.Storage.Tables;

/// <summary>Settings that say of a store that it is not to be opened.</summary>
internal static class MoveMarks
{
    /// <summary>In the target, until everything is there: where it comes from.</summary>
    public const string Unfinished = "move.unfinished";

    /// <summary>In the source, once everything is there: where it went.</summary>
    public const string MovedTo = "move.to";
}
