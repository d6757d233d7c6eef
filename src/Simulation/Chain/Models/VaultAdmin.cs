using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>The part of a vault's data that its owner and the exit change. Immutable.</summary>
internal sealed record VaultAdmin
{
    private static readonly HashmapKey<byte[]> ChangeHash = HashmapKey.Bytes(32);
    private static readonly CellCodec<ulong> Time = CellCodecs.UInt(32);

    private Cell? _cell;

    public required AccountAddress Owner { get; init; }
    public required uint ExitDelay { get; init; }

    /// <summary>The operator key while the vault is paused; null while it is not.</summary>
    public byte[]? PausedKey { get; init; }

    public required uint ExitSeqno { get; init; }
    public required uint ExitAt { get; init; }

    /// <summary>Dictionary of what each provider drew.</summary>
    public Cell? Drawn { get; init; }

    public required int NetworkId { get; init; }
    public required uint Delay { get; init; }
    public required uint PendingCount { get; init; }

    /// <summary>Dictionary of announced changes by hash, with the time from which each may be applied.</summary>
    public Cell? Pending { get; init; }

    /// <summary>Its cell, built once.</summary>
    public Cell Cell => _cell ??= ToCell();

    /// <summary>A copy is about to change: it builds a cell of its own.</summary>
    private VaultAdmin(VaultAdmin other)
    {
        (Owner, ExitDelay, PausedKey, ExitSeqno, ExitAt) = (other.Owner, other.ExitDelay, other.PausedKey, other.ExitSeqno, other.ExitAt);
        (Drawn, NetworkId, Delay, PendingCount, Pending) = (other.Drawn, other.NetworkId, other.Delay, other.PendingCount, other.Pending);
    }

    public VaultAdmin()
    {
    }

    public static VaultAdmin Read(Cell cell)
    {
        var slice = cell.BeginParse();
        var (owner, exitDelay, pausedKey) = (slice.LoadAccount(), slice.LoadUInt32(), slice.LoadBytes(32));
        return new VaultAdmin
        {
            _cell = cell, Owner = owner, ExitDelay = exitDelay, PausedKey = pausedKey.AsSpan().ContainsAnyExcept((byte)0) ? pausedKey : null,
            ExitSeqno = slice.LoadUInt32(), ExitAt = slice.LoadUInt32(), Drawn = slice.LoadMaybeRef(), NetworkId = (int)slice.LoadInt(32),
            Delay = slice.LoadUInt32(), PendingCount = (uint)slice.LoadUInt(8), Pending = slice.LoadMaybeRef(),
        };
    }

    public Nano DrawnBy(AccountAddress provider) =>
        Hashmap<AccountAddress, Nano>.TryFind(Drawn, HashmapKey.Address, CellCodecs.Coins, provider, out var drawn) ? drawn : Nano.Zero;

    public VaultAdmin WithDrawn(AccountAddress provider, Nano total)
    {
        var drawn = Hashmap<AccountAddress, Nano>.Load(Drawn, HashmapKey.Address, CellCodecs.Coins);
        drawn[provider] = total;
        return this with { Drawn = drawn.ToCell() };
    }

    /// <summary>When an announced change may be applied, Unix seconds; null when it is not announced.</summary>
    public ulong? PendingFrom(ReadOnlySpan<byte> change) =>
        Hashmap<byte[], ulong>.TryFind(Pending, ChangeHash, Time, change.ToArray(), out var from) ? from : null;

    public VaultAdmin WithPending(ReadOnlySpan<byte> change, uint from)
    {
        var pending = Hashmap<byte[], ulong>.Load(Pending, ChangeHash, Time);
        var isNew = !pending.ContainsKey(change.ToArray());
        pending[change.ToArray()] = from;
        return this with { Pending = pending.ToCell(), PendingCount = PendingCount + (isNew ? 1u : 0) };
    }

    public VaultAdmin WithoutPending(ReadOnlySpan<byte> change)
    {
        var pending = Hashmap<byte[], ulong>.Load(Pending, ChangeHash, Time);
        pending.Remove(change.ToArray());
        return this with { Pending = pending.ToCell(), PendingCount = PendingCount - 1 };
    }

    private Cell ToCell() => new CellBuilder()
        .StoreAddress(Owner)
        .StoreUInt(ExitDelay, 32)
        .StoreBytes(PausedKey ?? new byte[32])
        .StoreUInt(ExitSeqno, 32)
        .StoreUInt(ExitAt, 32)
        .StoreMaybeRef(Drawn)
        .StoreInt(NetworkId, 32)
        .StoreUInt(Delay, 32)
        .StoreUInt(PendingCount, 8)
        .StoreMaybeRef(Pending)
        .Build();
}
