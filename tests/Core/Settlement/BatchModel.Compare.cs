using Cocoon.Core.Settlement;
using Cocoon.Core.Tests.Models;

namespace Cocoon.Core.Tests.Settlement;

internal sealed partial class BatchModel
{
    /// <summary>Channels with something to claim: those that a comparison looks at.</summary>
    public IEnumerable<int> Unclaimed => Channels.Where(entry => entry.Value.Unclaimed > 0).Select(entry => entry.Key);

    /// <param name="vault">The chain.</param>
    /// <param name="channels">Those of <see cref="Unclaimed"/>, in the order in which they are looked at.</param>
    /// <param name="wrong">What else is wrong with the vault.</param>
    public Expected Compare(VaultView vault, IEnumerable<int> channels, WrongVault wrong)
    {
        var found = OfVault(vault, wrong).ToList();
        var changes = false;
        foreach (var channel in channels)
        {
            var known = Channels[channel];
            var (claimed, closed) = (vault.Claimed.GetValueOrDefault(channel), vault.Closed.Contains(channel));
            if (closed && claimed < known.Charged) found.Add(new(DifferenceKind.ClaimLost, channel, known.Charged, claimed));
            DateTimeOffset? claimBy = vault.Closing.TryGetValue(channel, out var at) ? at : null;
            var after = (claimed, claimBy, closed ? known.Seqno : known.GivenUp);
            changes |= after != (known.Claimed, known.ClaimBy, known.GivenUp);
            (known.Claimed, known.ClaimBy, known.GivenUp) = after;
        }
        // Lost money stays on the list until someone has looked at it.
        found.AddRange(Differences.Where(known => known.Kind is DifferenceKind.ClaimLost or DifferenceKind.ClaimRefused && !found.Contains(known)));
        var left = found.Where(difference => !_accepted.Contains(difference)).ToList();
        changes |= !left.SequenceEqual(Differences);
        Differences = left;
        return Expected.ChangedIf(changes);
    }

    public Expected Resolve()
    {
        var first = Differences[0];
        Differences.RemoveAt(0);
        _accepted.Add(first);
        return Expected.Changed;
    }

    private IEnumerable<ModelDifference> OfVault(VaultView vault, WrongVault wrong)
    {
        if (wrong == WrongVault.Missing)
        {
            yield return new(DifferenceKind.VaultMissing, 0);
            yield break;
        }
        var sent = Open?.PayoutValidUntil is not null;
        if (vault.Seqno < NextSeqno) yield return new(DifferenceKind.VaultBehind, 0, NextSeqno, vault.Seqno);
        else if (vault.Seqno > NextSeqno && !sent && Draws is null) yield return new(DifferenceKind.VaultAhead, 0, NextSeqno, vault.Seqno);
        // Whose roots are expected, and of which batch the vault has some, says when a difference is another one.
        else if (wrong == WrongVault.Roots && _confirmed > 0)
            yield return new(DifferenceKind.RootsDiffer, 0, vault.Seqno > NextSeqno && sent ? _confirmed + 1 : _confirmed, vault.Uses.Values.Count(use => use.Use == SeqnoUse.Paid));
        if (wrong == WrongVault.Operator) yield return new(DifferenceKind.OperatorChanged, 0);
        if (wrong == WrongVault.Paused) yield return new(DifferenceKind.VaultPaused, 0);
        if (wrong == WrongVault.Poor && Open is { IsClaimed: true, Seen: null } batch && vault.Seqno == batch.Seqno && batch.Payouts.Values.Sum() > 0)
            yield return new(DifferenceKind.VaultUnderfunded, 0, batch.Payouts.Values.Sum(), batch.Seqno);
    }
}
