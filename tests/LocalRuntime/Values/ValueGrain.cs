using Orleans.Concurrency;

namespace Cocoon.LocalRuntime.Tests.Values;

[GrainType("test-values")]
public sealed class ValueGrain : Grain, IValueGrain
{
    private Basket? _kept;

    public Task Keep(Basket basket)
    {
        _kept = basket;
        return Task.CompletedTask;
    }

    public Task<Basket> Kept() => Task.FromResult(_kept!);

    public Task<int> Sum(Dictionary<string, List<Item>> items) => Task.FromResult(items.Values.Sum(list => list.Sum(item => item.Count)));

    public Task<int> CountAll(IReadOnlyList<Item> list, IEnumerable<Item> sequence, IReadOnlyDictionary<string, Item> map) =>
        Task.FromResult(list.Sum(item => item.Count) + sequence.Sum(item => item.Count) + map.Values.Sum(item => item.Count));

    public Task<bool> SameTwice(List<Item> items) => Task.FromResult(ReferenceEquals(items[0], items[1]));

    public Task<Price> EchoPrice(Price price) => Task.FromResult(price);

    public Task<Immutable<byte[]>> EchoFrozen(Immutable<byte[]> bytes) => Task.FromResult(bytes);

    public Task<object?> EchoObject(object? value) => Task.FromResult(value);

    public async Task FailWith(string message)
    {
        await Task.Yield();
        throw new RefusedException(message);
    }

    public Task<string?> Context(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public Task SetContext(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }

    public async Task<string?> ContextOf(IValueGrain other, string key)
    {
        await Task.Yield();
        return await other.Context(key);
    }
}
