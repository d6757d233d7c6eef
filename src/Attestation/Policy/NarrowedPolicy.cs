namespace Cocoon.Attestation.Policy;

/// <summary>The market's policy as one caller narrows it. The same document stays the same object, so that caches know it.</summary>
public sealed class NarrowedPolicy(IPolicySource market, CallerPolicy caller) : IPolicySource
{
    private Pair? _last;

    public async Task<PolicyDocument> Current(CancellationToken cancellationToken = default)
    {
        var wide = await market.Current(cancellationToken);
        var last = Volatile.Read(ref _last);
        if (last is null || !ReferenceEquals(last.Wide, wide)) Volatile.Write(ref _last, last = new Pair(wide, wide.Narrow(caller)));
        return last.Narrow;
    }

    private sealed record Pair(PolicyDocument Wide, PolicyDocument Narrow);
}
