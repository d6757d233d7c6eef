using Orleans.Concurrency;

namespace Cocoon.LocalRuntime.Tests.Values;

[Alias("test.values")]
public interface IValueGrain : IGrainWithStringKey
{
    [Alias("keep")]
    Task Keep(Basket basket);

    [Alias("kept")]
    Task<Basket> Kept();

    [Alias("sum")]
    Task<int> Sum(Dictionary<string, List<Item>> items);

    [Alias("count-all")]
    Task<int> CountAll(IReadOnlyList<Item> list, IEnumerable<Item> sequence, IReadOnlyDictionary<string, Item> map);

    [Alias("same-twice")]
    Task<bool> SameTwice(List<Item> items);

    [Alias("echo-price")]
    Task<Price> EchoPrice(Price price);

    [Alias("echo-frozen")]
    Task<Immutable<byte[]>> EchoFrozen(Immutable<byte[]> bytes);

    [Alias("echo-object")]
    Task<object?> EchoObject(object? value);

    [Alias("fail-with")]
    Task FailWith(string message);

    [Alias("context")]
    Task<string?> Context(string key);

    [Alias("set-context")]
    Task SetContext(string key, string value);

    [Alias("context-of")]
    Task<string?> ContextOf(IValueGrain other, string key);
}
