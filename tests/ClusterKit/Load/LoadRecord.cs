using Cocoon.Core.Crypto;

namespace Cocoon.ClusterKit.Load;

/// <summary>One request, as its caller saw it. Times are milliseconds since 1970.</summary>
internal sealed record LoadRecord
{
    public required int Number { get; init; }

    /// <summary>Index of its client.</summary>
    public required int Client { get; init; }

    /// <summary>Jobs that it may have become, three for each idempotency key it was sent under, in order.</summary>
    public required IReadOnlyList<string> Jobs { get; init; }

    /// <summary>Times it was sent.</summary>
    public required int Attempts { get; init; }

    public required double Sent { get; init; }

    public double? FirstToken { get; init; }

    public required double Ended { get; init; }

    public required LoadOutcome Outcome { get; init; }

    /// <summary>What went wrong at each attempt that failed: status and code, or the kind of exception.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The job whose receipt came.</summary>
    public string? Receipted { get; init; }

    public HexBytes ReceiptHash { get; init; }

    public long ChargeNano { get; init; }
}
