using Cocoon.Core.Crypto;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Contracts;

namespace Cocoon.Ton.Registry;

/// <summary>
/// The body of a message from its owner to a registry. Layouts: docs/registry.md. The answer is a
/// <see cref="Channels.ChannelMessage.Excesses"/> with the same query id.
/// </summary>
/// <param name="QueryId">Chosen by the sender; repeated in the answer.</param>
public abstract record RegistryMessage(ulong QueryId)
{
    /// <summary>Begins the delay of a change.</summary>
    /// <param name="QueryId">Repeated in the answer.</param>
    /// <param name="Change">See <see cref="RegistryChange"/>. In a message that was read, it may be any cell.</param>
    public sealed record Announce(ulong QueryId, Cell Change) : RegistryMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Announce).StoreRef(Change).Build();
    }

    /// <summary>Takes an announced change back.</summary>
    /// <param name="QueryId">Repeated in the answer.</param>
    /// <param name="ChangeHash">Hash of the change's first cell.</param>
    public sealed record Cancel(ulong QueryId, HexBytes ChangeHash) : RegistryMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Cancel).StoreHash(ChangeHash).Build();
    }

    /// <summary>Makes an announced change, from its delay until 14 days later.</summary>
    public sealed record Apply(ulong QueryId, Cell Change) : RegistryMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Apply).StoreRef(Change).Build();
    }

    /// <summary>Forbids an image at once.</summary>
    public sealed record Revoke(ulong QueryId, HexBytes Measurement) : RegistryMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Revoke).StoreHash(Measurement).Build();
    }

    /// <exception cref="CellFormatException">A hash does not have 32 bytes.</exception>
    public abstract Cell ToCell();

    /// <summary>Reads a body; null for one that is none of these.</summary>
    /// <exception cref="CellFormatException">The opcode is ours, the rest does not fit its layout.</exception>
    public static RegistryMessage? Read(Cell body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var slice = body.BeginParse();
        if (slice.PeekUInt32() is not { } opcode || !IsOurs(opcode)) return null;
        var queryId = slice.SkipBits(32).LoadUInt(64);
        RegistryMessage message = opcode switch
        {
            Opcodes.Announce => new Announce(queryId, slice.LoadRef()),
            Opcodes.Cancel => new Cancel(queryId, slice.LoadHash()),
            Opcodes.Apply => new Apply(queryId, slice.LoadRef()),
            _ => new Revoke(queryId, slice.LoadHash()),
        };
        slice.RequireEnd();
        return message;
    }

    private static bool IsOurs(uint opcode) => opcode is (>= Opcodes.Announce and <= Opcodes.Apply) or Opcodes.Revoke;

    private CellBuilder Begin(uint opcode) => new CellBuilder().StoreUInt(opcode, 32).StoreUInt(QueryId, 64);
}
