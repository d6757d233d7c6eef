using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Tests;

/// <summary>One vault of the fake chain.</summary>
internal sealed class FakeVault
{
    private readonly Stack<Batch> _taken = new();

    public uint Seqno { get; private set; }

    public bool Paused { get; set; }

    public HexBytes ReceiptRoot => _taken.TryPeek(out var last) ? last.ReceiptRoot : GrainHost.Bytes(0);

    public HexBytes EarningsRoot => _taken.TryPeek(out var last) ? last.EarningsRoot : GrainHost.Bytes(0);

    /// <summary>What providers drew by proof, in all.</summary>
    public Dictionary<AccountAddress, Nano> Drawn { get; } = [];

    /// <summary>Seqnos used up by draws.</summary>
    public HashSet<uint> Draws { get; } = [];

    public void Take(Batch batch)
    {
        _taken.Push(batch);
        Seqno++;
    }

    public Batch TakeBack()
    {
        Seqno--;
        return _taken.Pop();
    }

    public void Draw(AccountAddress provider, Nano amount)
    {
        Drawn[provider] = Drawn.GetValueOrDefault(provider) + amount;
        Draws.Add(Seqno++);
    }
}
