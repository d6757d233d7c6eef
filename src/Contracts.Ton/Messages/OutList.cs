using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Messages;

/// <summary>The list of send actions that a transaction ends with. Source: TL-B block.tlb, OutList.</summary>
public static class OutList
{
    /// <summary>Actions in one list at most.</summary>
    public const int MaxActions = 255;

    private const uint SendMessage = 0x0ec3c86d;

    /// <param name="messages">Messages in the order of sending.</param>
    /// <param name="mode">Send mode of each.</param>
    public static Cell Create(IReadOnlyCollection<InternalMessage> messages, byte mode)
    {
        if (messages.Count > MaxActions) throw new CellFormatException($"A transaction sends at most {MaxActions} messages, not {messages.Count}.");
        return messages.Aggregate(Cell.Empty, (previous, message) => new CellBuilder()
            .StoreRef(previous)
            .StoreUInt(SendMessage, 32)
            .StoreUInt(mode, 8)
            .StoreRef(message.ToCell())
            .Build());
    }

    /// <summary>The messages of a list in the order of sending.</summary>
    /// <exception cref="CellFormatException">Not a list, too long, or with actions other than sending.</exception>
    public static IReadOnlyList<SendAction> Parse(Cell list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var actions = new List<SendAction>();
        for (var slice = list.BeginParse(); !slice.IsEmpty;)
        {
            if (actions.Count == MaxActions) throw new CellFormatException($"A list has at most {MaxActions} actions.");
            var previous = slice.LoadRef();
            if (slice.LoadUInt32() != SendMessage) throw new CellFormatException("The list has an action other than sending a message.");
            actions.Add(new SendAction((byte)slice.LoadUInt(8), InternalMessage.Parse(slice.LoadRef())));
            slice.RequireEnd();
            slice = previous.BeginParse();
        }
        actions.Reverse();
        return actions;
    }
}
