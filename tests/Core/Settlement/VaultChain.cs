using System.Collections.Immutable;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>A chain with a vault, the market's wallet and three channels. Messages that were sent may be delivered at any time.</summary>
internal sealed class VaultChain
{
    /// <summary>Blocks after which nothing is taken back.</summary>
    public const uint Finality = 3;

    private const uint First = 10;

    private readonly List<(ChainAttempt Attempt, Batch Batch, bool IsPayout)> _sent = [];
    private readonly HashSet<int> _refusing = [];
    private readonly List<VaultView> _blocks = [new()];
    private byte _transactions;
    private uint _highest;

    public VaultView View
    {
        get => _blocks[^1];
        private set => _blocks.Add(value);
    }

    public uint Block => First + (uint)_blocks.Count;

    /// <summary>Seconds.</summary>
    public uint Time { get; private set; } = 1_000;

    public DateTimeOffset Now => Samples.Now.AddSeconds(Time);

    public void Send(ChainAttempt attempt, Batch batch, bool isPayout) => _sent.Insert(0, (attempt, batch, isPayout));

    public void Pass(int seconds)
    {
        Time += (uint)seconds;
        _blocks.Add(View);
    }

    /// <summary>Takes blocks back, but never one that <see cref="Finality"/> others stood on.</summary>
    public void Reorganise(int blocks)
    {
        _highest = Math.Max(_highest, Block);
        var gone = Math.Min(Math.Min(blocks, _blocks.Count - 1), (int)(Finality - (_highest - Block)));
        _blocks.RemoveRange(_blocks.Count - gone, gone);
    }

    public void Obstruct(int channel)
    {
        if (!_refusing.Remove(channel)) _refusing.Add(channel);
    }

    public void Close(int channel, bool forGood)
    {
        if (View.Closed.Contains(channel)) return;
        View = forGood
            ? View with { Closed = View.Closed.Add(channel), Closing = View.Closing.Remove(channel) }
            : View with { Closing = View.Closing.SetItem(channel, Now.AddMinutes(1)) };
    }

    /// <summary>A draw of what the last batch guarantees, less what was drawn before.</summary>
    public void Draw(int provider)
    {
        var guaranteed = View.Guaranteed.GetValueOrDefault(provider);
        if (guaranteed <= View.Drawn.GetValueOrDefault(provider)) return;
        View = Use(SeqnoUse.Drawn) with { Drawn = View.Drawn.SetItem(provider, guaranteed) };
    }

    /// <summary>Delivers one of the messages that can be accepted, the newest first.</summary>
    public void Deliver(int nth, bool fails)
    {
        var deliverable = _sent.Where(sent => sent.Attempt.ValidUntil >= Time && sent.Attempt.Seqno == (sent.IsPayout ? View.Seqno : View.WalletSeqno)).ToList();
        if (nth >= deliverable.Count) return;
        var (_, batch, isPayout) = deliverable[nth];
        if (!isPayout) View = Claim(batch);
        else if (fails) View = Use(SeqnoUse.Failed);
        else View = Pay(batch);
    }

    private VaultView Claim(Batch batch)
    {
        var claimed = View.Claimed;
        foreach (var claim in batch.Claims)
        {
            var channel = BatchRun.Number(claim.Voucher.Channel);
            if (!_refusing.Contains(channel) && !View.Closed.Contains(channel)) claimed = claimed.SetItem(channel, Math.Max(claimed.GetValueOrDefault(channel), claim.Voucher.Amount.Value));
        }
        return View with { Claimed = claimed, WalletSeqno = View.WalletSeqno + 1 };
    }

    private VaultView Pay(Batch batch) => Use(SeqnoUse.Paid) with
    {
        ReceiptRoot = batch.ReceiptRoot,
        EarningsRoot = batch.EarningsRoot,
        Guaranteed = batch.Earnings.ToImmutableDictionary(entry => BatchRun.Number(entry.Provider), entry => entry.Guaranteed.Value),
        Paid = batch.Payouts.Aggregate(View.Paid, (paid, payout) =>
            BatchRun.Number(payout.Provider) is var provider ? paid.SetItem(provider, paid.GetValueOrDefault(provider) + payout.Amount.Value) : paid),
    };

    private VaultView Use(SeqnoUse use) => View with { Seqno = View.Seqno + 1, Uses = View.Uses.Add(View.Seqno, (use, ++_transactions)) };
}
