using Cocoon.Core.Crypto;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Contracts;

namespace Cocoon.Ton.Vaults;

/// <summary>The body of an internal message to or from the vault. Layouts: docs/contracts.md.</summary>
/// <param name="QueryId">Chosen by the sender of the first message; repeated in all that follow from it.</param>
public abstract record VaultMessage(ulong QueryId)
{
    private const int SiblingsPerCell = 3;

    /// <summary>To a vault: begin the exit. If no batch comes within the exit delay, providers may draw by proof.</summary>
    public sealed record StartExit(ulong QueryId) : VaultMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.StartExit).Build();
    }

    /// <summary>To a vault: pay a provider what the last batch's earnings root guarantees it.</summary>
    /// <param name="QueryId">Comes back with the money.</param>
    /// <param name="Entry">The provider's line under the root.</param>
    /// <param name="Index">Its place among the leaves, from 0.</param>
    /// <param name="Count">Number of leaves.</param>
    /// <param name="Path">Sibling hashes, nearest first, at most 32.</param>
    public sealed record DrawEarnings(ulong QueryId, EarningsEntry Entry, uint Index, uint Count, IReadOnlyList<HexBytes> Path) : VaultMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.DrawEarnings)
            .StoreAddress(Entry.Provider)
            .StoreCoins(Entry.Earned)
            .StoreCoins(Entry.Guaranteed)
            .StoreUInt(Index, 32)
            .StoreUInt(Count, 32)
            .StoreMaybeRef(PathCell(Path))
            .Build();

        public bool Equals(DrawEarnings? other) => other is not null && ToCell().Equals(other.ToCell());

        public override int GetHashCode() => HashCode.Combine(QueryId, Entry);
    }

    /// <summary>Owner to vault: stop or go on taking batches.</summary>
    public sealed record Pause(ulong QueryId, bool Paused) : VaultMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Pause).StoreBit(Paused).Build();
    }

    /// <summary>Owner to vault: begin the delay of a change (<see cref="VaultChange"/>).</summary>
    public sealed record Announce(ulong QueryId, Cell Change) : VaultMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Announce).StoreRef(Change).Build();
    }

    /// <summary>Owner to vault: take an announced change back.</summary>
    public sealed record Cancel(ulong QueryId, HexBytes ChangeHash) : VaultMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Cancel).StoreBytes(ChangeHash.ToArray()).Build();
    }

    /// <summary>Owner to vault: make an announced change, after its delay.</summary>
    public sealed record Apply(ulong QueryId, Cell Change) : VaultMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Apply).StoreRef(Change).Build();
    }

    /// <summary>Vault to provider, with money.</summary>
    public sealed record Drawn(ulong QueryId) : VaultMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Drawn).Build();
    }

    public abstract Cell ToCell();

    /// <summary>Reads a body; null for one that is none of these.</summary>
    /// <exception cref="CellFormatException">The opcode is ours, the rest does not fit its layout.</exception>
    public static VaultMessage? Read(Cell body)
    {
        var slice = body.BeginParse();
        if (slice.PeekUInt32() is not { } opcode || !IsOurs(opcode)) return null;
        var queryId = slice.SkipBits(32).LoadUInt(64);
        return opcode switch
        {
            Opcodes.StartExit => new StartExit(queryId),
            Opcodes.DrawEarnings => new DrawEarnings(queryId, ReadEntry(slice), slice.LoadUInt32(), slice.LoadUInt32(), ReadPath(slice.LoadMaybeRef())),
            Opcodes.Pause => new Pause(queryId, slice.LoadBit()),
            Opcodes.Announce => new Announce(queryId, slice.LoadRef()),
            Opcodes.Cancel => new Cancel(queryId, new HexBytes(slice.LoadBytes(32))),
            Opcodes.Apply => new Apply(queryId, slice.LoadRef()),
            _ => new Drawn(queryId),
        };
    }

    private static bool IsOurs(uint opcode) => opcode is (>= Opcodes.DrawEarnings and <= Opcodes.Drawn) or (>= Opcodes.Announce and <= Opcodes.Apply);

    private static EarningsEntry ReadEntry(CellSlice slice) =>
        new(slice.LoadAddress() ?? throw new CellFormatException("A draw without a provider."), slice.LoadCoins(), slice.LoadCoins());

    /// <summary>Up to three siblings in a cell, nearest first; null for a tree of one leaf.</summary>
    private static Cell? PathCell(IReadOnlyList<HexBytes> path)
    {
        Cell? next = null;
        for (var start = (path.Count - 1) / SiblingsPerCell * SiblingsPerCell; path.Count > 0 && start >= 0; start -= SiblingsPerCell)
        {
            var cell = new CellBuilder();
            foreach (var sibling in path.Skip(start).Take(SiblingsPerCell)) cell.StoreBytes(sibling.ToArray());
            if (next is not null) cell.StoreRef(next);
            next = cell.Build();
        }
        return next;
    }

    private static List<HexBytes> ReadPath(Cell? cell)
    {
        const int maxPath = 32;
        var path = new List<HexBytes>();
        while (cell is not null)
        {
            var slice = cell.BeginParse();
            while (slice.BitsLeft >= 256) path.Add(new HexBytes(slice.LoadBytes(32)));
            if (path.Count > maxPath) throw new CellFormatException($"A path has at most {maxPath} siblings.");
            cell = slice.RefsLeft > 0 ? slice.LoadRef() : null;
            if (cell is not null && path.Count == 0) throw new CellFormatException("A path begins with an empty cell.");
        }
        return path;
    }

    private CellBuilder Begin(uint opcode) => new CellBuilder().StoreUInt(opcode, 32).StoreUInt(QueryId, 64);
}
