using System.Numerics;
using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Client;

/// <summary>An argument or a result of a get-method: a value on the virtual machine's stack. Immutable; equal by content.</summary>
public abstract record StackItem
{
    private StackItem()
    {
    }

    /// <summary>An integer of 257 bits with sign.</summary>
    public sealed record Number(BigInteger Value) : StackItem;

    /// <summary>The result of a failed calculation.</summary>
    public sealed record NotANumber : StackItem;

    /// <summary>Nothing; also the empty list.</summary>
    public sealed record Null : StackItem;

    /// <summary>A cell.</summary>
    public sealed record OfCell(Cell Value) : StackItem;

    /// <summary>A slice, as a cell with its content.</summary>
    public sealed record OfSlice(Cell Value) : StackItem;

    /// <summary>A builder, as a cell with its content.</summary>
    public sealed record OfBuilder(Cell Value) : StackItem;

    /// <summary>Something that the node cannot tell, such as a continuation.</summary>
    public sealed record Unsupported : StackItem;

    /// <summary>A tuple.</summary>
    public sealed record Tuple(IReadOnlyList<StackItem> Items) : StackItem
    {
        public bool Equals(Tuple? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode() => HashOf(Items);
    }

    /// <summary>A list that is not empty.</summary>
    public sealed record List(IReadOnlyList<StackItem> Items) : StackItem
    {
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode() => HashOf(Items);
    }

    public static StackItem Of(BigInteger value) => new Number(value);

    public static StackItem Of(Cell cell) => new OfCell(cell);

    /// <summary>An address as contracts take it: a slice.</summary>
    public static StackItem Of(AccountAddress address) => new OfSlice(new CellBuilder().StoreAddress(address).Build());

    /// <exception cref="CellFormatException">Not a number.</exception>
    public BigInteger AsNumber() => this is Number number ? number.Value : throw Unexpected("a number");

    /// <summary>The cell of a cell, slice or builder.</summary>
    /// <exception cref="CellFormatException">Neither.</exception>
    public Cell AsCell() => this switch
    {
        OfCell cell => cell.Value,
        OfSlice slice => slice.Value,
        OfBuilder builder => builder.Value,
        _ => throw Unexpected("a cell"),
    };

    /// <summary>The account whose address a slice holds.</summary>
    /// <exception cref="CellFormatException">Something else.</exception>
    public AccountAddress AsAddress() => AsCell().BeginParse().LoadAccount();

    /// <summary>The items of a tuple or list; none for null.</summary>
    /// <exception cref="CellFormatException">Neither.</exception>
    public IReadOnlyList<StackItem> AsItems() => this switch
    {
        Tuple tuple => tuple.Items,
        List list => list.Items,
        Null => [],
        _ => throw Unexpected("a tuple or list"),
    };

    private static int HashOf(IReadOnlyList<StackItem> items)
    {
        var hash = new HashCode();
        foreach (var item in items) hash.Add(item);
        return hash.ToHashCode();
    }

    private CellFormatException Unexpected(string expected) => new($"Expected {expected} on the stack, found {GetType().Name}.");
}
