using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Reputation;

/// <summary>
/// The reputations of all offers on the market at one moment. Its hash is the root of a Merkle tree (RFC 6962 over SHA-256)
/// whose first leaf is <see cref="Header"/> and whose others are the lines in order, all UTF-8 without line ends.
/// </summary>
/// <param name="Number">Grows with each epoch: lengths of an epoch since 1970, or one more than the last where that is more.</param>
/// <param name="ClosedAt">When the scores were read; whole seconds.</param>
/// <param name="NetworkId">TON network.</param>
/// <param name="Registry">The market's registry.</param>
/// <param name="Count">Lines in it.</param>
/// <param name="Lines">By provider, then by model, ordinal; empty once the epoch is so old that only its hash is kept.</param>
/// <param name="Root">The hash.</param>
[GenerateSerializer, Immutable, Alias("cocoon.epoch")]
public sealed record Epoch(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset ClosedAt,
    [property: Id(2)] int NetworkId,
    [property: Id(3)] AccountAddress Registry,
    [property: Id(4)] int Count,
    [property: Id(5)] ImmutableList<EpochLine> Lines,
    [property: Id(6)] HexBytes Root)
{
    /// <summary>Lines that an epoch holds; of more, the last in order are left out.</summary>
    public const int MaxLines = 20_000;

    /// <summary>The vault's transaction that carries the hash; empty until that is final.</summary>
    [Id(7)] public HexBytes Transaction { get; init; }

    /// <summary>Makes an epoch of what the market's indexes show.</summary>
    public static Epoch Close(long number, DateTimeOffset now, int networkId, AccountAddress registry, IEnumerable<EpochLine> lines)
    {
        var sorted = lines.OrderBy(line => line.Provider).ThenBy(line => line.Model, StringComparer.Ordinal).DistinctBy(line => (line.Provider, line.Model)).Take(MaxLines).ToImmutableList();
        var epoch = new Epoch(number, DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), networkId, registry, sorted.Count, sorted, default);
        return epoch with { Root = MerkleTree.Root(epoch.Leaves()) };
    }

    /// <summary>The first leaf: what the lines are of.</summary>
    public string Header() => string.Create(CultureInfo.InvariantCulture, $"cocoon reputation v1 {NetworkId} {Registry.Raw} {Number} {ClosedAt.ToUnixTimeSeconds()} {Count}");

    /// <summary>Proofs of a provider's lines; empty where it has none, or the lines are no longer kept.</summary>
    public ImmutableList<EpochProof> Proofs(AccountAddress provider)
    {
        var first = Lines.FindIndex(line => line.Provider == provider);
        if (first < 0) return [];
        var leaves = Leaves();
        // Index 0 is the header's.
        return [.. Enumerable.Range(first, Lines.Count - first).TakeWhile(line => Lines[line].Provider == provider).Take(EpochProof.Most)
            .Select(line => new EpochProof(Lines[line], line + 1, leaves.Count, [.. MerkleTree.Proof(leaves, line + 1)], Root))];
    }

    private IReadOnlyList<HexBytes> Leaves() => [new HexBytes(Encoding.UTF8.GetBytes(Header())), .. Lines.Select(line => line.Leaf())];
}
