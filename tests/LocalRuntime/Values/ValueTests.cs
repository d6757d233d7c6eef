using System.Collections.Frozen;
using Cocoon.LocalRuntime.Tests.Hosting;
using Orleans.Concurrency;
using Orleans.Serialization;

namespace Cocoon.LocalRuntime.Tests.Values;

public sealed class ValueTests(SharedHost shared) : ConformanceTests(shared)
{
    [Fact]
    public async Task Arguments_and_results_are_deep_copies()
    {
        var grain = Grain<IValueGrain>();
        var basket = new Basket { Counts = { ["a"] = 1 }, Bytes = [1, 2], Inner = new Basket().With(new Item("inner", 2)), Pair = (7, DateTimeOffset.UnixEpoch), Local = "mine" }
            .With(new Item("outer", 1));
        await grain.Keep(basket);

        basket.Counts["a"] = 100;
        basket.Bytes![0] = 100;
        basket.With(new Item("late", 1));
        var kept = await grain.Kept();
        kept.Bytes![1] = 100;
        var again = await grain.Kept();

        again.Should().NotBeSameAs(kept);
        again.Counts.Should().Equal(new Dictionary<string, int> { ["a"] = 1 });
        again.Bytes.Should().Equal(1, 2);
        again.Items.Should().Equal(new Item("outer", 1));
        again.Inner!.Items.Should().Equal(new Item("inner", 2));
        again.Pair.Should().Be((7, DateTimeOffset.UnixEpoch));
        again.Local.Should().Be("default", "it is not serialized");
    }

    [Fact]
    public async Task A_derived_type_stays_what_it_is()
    {
        var grain = Grain<IValueGrain>();
        await grain.Keep(new GiftBasket { Card = "hello", Bytes = [3] });

        var kept = (await grain.Kept()).Should().BeOfType<GiftBasket>().Subject;

        kept.Card.Should().Be("hello");
        kept.Bytes.Should().Equal(3);
    }

    [Fact]
    public async Task A_circular_reference_keeps_its_shape()
    {
        var basket = new Basket();
        basket.Inner = basket;
        await Grain<IValueGrain>().Keep(basket);

        var kept = await Grain<IValueGrain>().Kept();

        kept.Should().NotBeSameAs(basket);
        kept.Inner.Should().BeSameAs(kept);
    }

    [Fact]
    public async Task An_object_passed_twice_arrives_as_one()
    {
        var item = new Item("a", 1);

        (await Grain<IValueGrain>().SameTwice([item, item])).Should().BeTrue();
        (await Grain<IValueGrain>().SameTwice([item, item with { }])).Should().BeFalse();
    }

    [Fact]
    public async Task Collections_of_collections_cross() =>
        (await Grain<IValueGrain>().Sum(new() { ["x"] = [new("a", 1), new("b", 2)], ["y"] = [new("c", 3)] })).Should().Be(6);

    [Fact]
    public async Task Whatever_implements_a_collection_interface_crosses_as_that_interface()
    {
        var item = new Item("a", 1);
        IReadOnlyList<Item> expression = [item, item];
        var query = Enumerable.Range(0, 3).Select(i => new Item("b", i));
        var frozen = new Dictionary<string, Item> { ["c"] = new("c", 10) }.ToFrozenDictionary();

        (await Grain<IValueGrain>().CountAll(expression, query, frozen)).Should().Be(2 + 3 + 10);
    }

    [Fact]
    public async Task Immutable_values_are_not_copied()
    {
        var price = new Price(5);
        byte[] bytes = [1, 2, 3];

        (await Grain<IValueGrain>().EchoPrice(price)).Should().BeSameAs(price);
        (await Grain<IValueGrain>().EchoFrozen(bytes.AsImmutable())).Value.Should().BeSameAs(bytes);
    }

    [Fact]
    public async Task A_type_without_serializer_is_refused()
    {
        var call = async () => await Grain<IValueGrain>().EchoObject(new Unmarked());

        (await call.Should().ThrowAsync<CodecNotFoundException>()).WithMessage("*Unmarked*");
    }

    [Fact]
    public async Task Plain_values_cross_as_objects()
    {
        var grain = Grain<IValueGrain>();
        foreach (var value in new object?[] { null, 5, "text", 1.5m, Guid.Empty, DayOfWeek.Friday, new Uri("https://example.org"), TimeSpan.FromDays(1) })
            (await grain.EchoObject(value)).Should().Be(value);
        ((byte[]?)await grain.EchoObject(new byte[] { 1 })).Should().Equal(1);
    }

    [Fact]
    public async Task An_exception_keeps_its_type_and_message()
    {
        var call = () => Grain<IValueGrain>().FailWith("because");

        await call.Should().ThrowAsync<RefusedException>().WithMessage("because");
    }

    [Fact]
    public async Task Request_context_flows_down_the_chain_and_not_back()
    {
        RequestContext.Set("trace", "t1");
        try
        {
            (await Grain<IValueGrain>().ContextOf(Grain<IValueGrain>("other"), "trace")).Should().Be("t1");

            await Grain<IValueGrain>().SetContext("trace", "t2");

            RequestContext.Get("trace").Should().Be("t1");
            (await Grain<IValueGrain>().Context("trace")).Should().Be("t1");
        }
        finally
        {
            RequestContext.Clear();
        }

        (await Grain<IValueGrain>().Context("trace")).Should().BeNull();
    }
}
