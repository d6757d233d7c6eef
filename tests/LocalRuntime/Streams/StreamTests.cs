using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Streams;

public sealed class StreamTests(SharedHost shared) : ConformanceTests(shared)
{
    [Fact]
    public async Task Elements_come_in_order_and_the_producer_runs_in_the_grain()
    {
        var got = new List<int>();
        await foreach (var number in Grain<IProducerGrain>().Count(1000)) got.Add(number);

        got.Should().Equal(Enumerable.Range(0, 1000));
        Journal.Read(Key).Should().Equal(Enumerable.Range(0, 1000).Select(i => $"{i}").Append("finally"));
    }

    [Fact]
    public async Task Nothing_runs_before_the_first_element_is_asked_for()
    {
        var numbers = Grain<IProducerGrain>().Count(3);
        await Grain<IProducerGrain>("other").End();
        Journal.Read(Key).Should().BeEmpty();

        await foreach (var _ in numbers) break;

        Journal.Read(Key).Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_producer_is_pulled_and_does_not_run_ahead()
    {
        await using var numbers = Grain<IProducerGrain>().Count(1000).WithBatchSize(4).GetAsyncEnumerator();
        for (var i = 0; i < 10; i++) await numbers.MoveNextAsync();

        Journal.Read(Key).Length.Should().BeLessThan(30);
    }

    [Fact]
    public async Task Leaving_early_runs_the_producers_finally()
    {
        await foreach (var number in Grain<IProducerGrain>().Count(1000).WithBatchSize(1))
            if (number == 2) break;

        await Phases.Wait($"{Key}/finally");
        Journal.Read(Key).Should().EndWith("finally").And.NotContain("999");
    }

    [Fact]
    public async Task Cancelling_the_consumer_reaches_a_waiting_producer()
    {
        using var cancellation = new CancellationTokenSource();
        var consume = async () =>
        {
            await foreach (var _ in Grain<IProducerGrain>().OneAndWait().WithBatchSize(1).WithCancellation(cancellation.Token))
            {
            }
        };
        var consuming = consume();
        await Phases.Wait($"{Key}/waiting");

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => consuming).Should().ThrowAsync<OperationCanceledException>();
        await Phases.Wait($"{Key}/finally");
        Journal.Read(Key).Should().Equal("finally");
    }

    [Fact]
    public async Task A_token_given_as_an_argument_cancels_too()
    {
        using var cancellation = new CancellationTokenSource();
        var consume = async () =>
        {
            await foreach (var _ in Grain<IProducerGrain>().OneAndWait(cancellation.Token))
            {
            }
        };
        var consuming = consume();
        await Phases.Wait($"{Key}/waiting");

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => consuming).Should().ThrowAsync<OperationCanceledException>();
        await Phases.Wait($"{Key}/finally");
    }

    [Fact]
    public async Task An_exception_in_the_producer_comes_after_the_elements_before_it()
    {
        var got = new List<int>();
        var consume = async () =>
        {
            await foreach (var number in Grain<IProducerGrain>().Fail()) got.Add(number);
        };

        await consume.Should().ThrowAsync<InvalidOperationException>().WithMessage("the stream broke");
        got.Should().Equal(1, 2);
    }

    [Fact]
    public async Task A_deactivated_producer_aborts_the_enumeration()
    {
        var grain = Grain<IProducerGrain>();
        await using var numbers = grain.Count(1000).WithBatchSize(1).GetAsyncEnumerator();
        await numbers.MoveNextAsync();

        await grain.End();
        var next = async () =>
        {
            while (await numbers.MoveNextAsync())
            {
            }
        };

        await next.Should().ThrowAsync<EnumerationAbortedException>();
    }

    [Fact]
    public async Task Arguments_and_elements_are_copies()
    {
        var seed = new StreamBox { Value = 5 };
        var got = new List<StreamBox>();
        await foreach (var box in Grain<IProducerGrain>().Boxes(seed).WithBatchSize(1)) got.Add(box);

        got.Select(box => box.Value).Should().Equal(5, 6);
        seed.Value.Should().Be(5);
        got[0].Should().NotBeSameAs(seed);
    }
}
