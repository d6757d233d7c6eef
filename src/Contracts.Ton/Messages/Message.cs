using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Messages;

/// <summary>
/// Any message, with all that is in it; <see cref="ToCell"/> gives back the very cell that was read. To send one, use
/// <see cref="InternalMessage"/> and <see cref="ExternalMessage"/>. Source: TL-B block.tlb, Message.
/// </summary>
/// <param name="Info">Its header.</param>
/// <param name="Init">Deploys the receiver when set.</param>
/// <param name="Body">Its body; an empty cell for none.</param>
public sealed record Message(MessageInfo Info, StateInit? Init, Cell Body)
{
    /// <summary>Whether the state init has a cell of its own. Default: true.</summary>
    public bool InitByReference { get; init; } = true;

    /// <summary>Whether the body has a cell of its own. Default: true.</summary>
    public bool BodyByReference { get; init; } = true;

    /// <exception cref="CellFormatException">Not a message, or one with an anycast address.</exception>
    public static Message Parse(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var slice = cell.BeginParse();
        var info = MessageInfo.Load(slice);
        StateInit? init = null;
        var initByReference = true;
        if (slice.LoadBit())
        {
            initByReference = slice.LoadBit();
            init = StateInit.Load(initByReference ? slice.LoadRef().BeginParse() : slice);
        }
        var bodyByReference = slice.LoadBit();
        var body = bodyByReference ? slice.LoadRef() : slice.LoadRest();
        return new Message(info, init, body) { InitByReference = initByReference, BodyByReference = bodyByReference };
    }

    public Cell ToCell()
    {
        var builder = new CellBuilder();
        Info.Store(builder);
        builder.StoreBit(Init is not null);
        if (Init is not null) builder.StoreEither(Init.ToCell(), InitByReference);
        return builder.StoreEither(Body, BodyByReference).Build();
    }
}
