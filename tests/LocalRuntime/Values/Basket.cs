namespace Cocoon.LocalRuntime.Tests.Values;

[GenerateSerializer, Alias("test.basket")]
public class Basket
{
    [Id(0)]
    private readonly List<Item> _items = [];

    [Id(1)]
    public Dictionary<string, int> Counts { get; init; } = [];

    [Id(2)]
    public byte[]? Bytes { get; set; }

    [Id(3)]
    public Basket? Inner { get; set; }

    [Id(4)]
    public (int, DateTimeOffset?) Pair { get; set; }

    /// <summary>Does not cross calls.</summary>
    [field: NonSerialized]
    public string Local { get; set; } = "default";

    public IReadOnlyList<Item> Items => _items;

    public Basket With(Item item)
    {
        _items.Add(item);
        return this;
    }
}
