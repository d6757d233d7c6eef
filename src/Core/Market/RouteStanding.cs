namespace Cocoon.Core.Market;

/// <summary>How good an offer is for a request at this moment; less is better.</summary>
internal enum RouteStanding
{
    /// <summary>A slot is free.</summary>
    Free,

    /// <summary>New, or just back, and not its turn yet.</summary>
    Newcomer,

    /// <summary>All slots are taken, as far as this router knows.</summary>
    Full,

    /// <summary>It failed a moment ago: only where nobody else is left.</summary>
    Out,

    /// <summary>It does not suit.</summary>
    Unsuitable,
}
