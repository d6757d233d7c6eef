using Cocoon.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.LocalRuntime.Tests.Filters;

public sealed class FilterTests : IAsyncLifetime
{
    private readonly OutgoingRecorder _outgoing = new();
    private TestHost _host = null!;

    private string Key { get; } = Guid.NewGuid().ToString("N");

    private IFilteredGrain Grain => _host.Grains.GetGrain<IFilteredGrain>(Key);

    public async Task InitializeAsync() => _host = await TestHost.Start(silo =>
    {
        silo.Services.AddSingleton(_outgoing);
        silo.AddIncomingGrainCallFilter<RecordingFilter>();
        silo.AddOutgoingGrainCallFilter(_outgoing);
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Host_filters_run_around_the_filter_of_the_grain()
    {
        (await Grain.Add(1, 2)).Should().Be(6);

        Journal.Read(Key).Should().Equal("IFilteredGrain.Add by client on FilteredGrain.Add");
    }

    [Fact]
    public async Task A_filter_can_deny_a_call()
    {
        var call = () => Grain.Forbidden();

        await call.Should().ThrowAsync<UnauthorizedAccessException>();
        Journal.Read(Key).Should().BeEmpty();
    }

    [Fact]
    public async Task A_filter_sees_the_exception_of_the_grain()
    {
        var call = () => Grain.Fail();

        await call.Should().ThrowAsync<InvalidOperationException>();
        Journal.Read(Key).Should().Equal("Fail threw from the grain");
    }

    [Fact]
    public async Task Filters_know_whether_a_grain_or_a_client_calls()
    {
        var other = _host.Grains.GetGrain<IFilteredGrain>($"{Key}-other");

        await Grain.Ask(other);

        Journal.Read($"{Key}-other").Should().Equal("IFilteredGrain.Add by grain on FilteredGrain.Add");
    }

    [Fact]
    public async Task Steps_of_an_enumeration_pass_the_filters()
    {
        await foreach (var _ in Grain.Count())
        {
        }

        Journal.Read(Key).Should().NotBeEmpty().And.OnlyContain(entry => entry.StartsWith("IAsyncEnumerableGrainExtension.", StringComparison.Ordinal));
        Journal.Read(Key)[0].Should().StartWith("IAsyncEnumerableGrainExtension.StartEnumeration<T> by client");
    }

    [Fact]
    public async Task Timer_ticks_pass_the_filters()
    {
        await Grain.StartTimer();
        await Phases.Wait($"{Key}/tick");
        await Grain.Add(0, 0);

        Journal.Read(Key).Should().Contain(entry => entry.StartsWith("IGrainTimerInvoker.InvokeCallbackAsync by grain", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outgoing_filters_see_calls_and_may_change_results()
    {
        _outgoing.ResultOfAdd = 41;

        (await Grain.Add(1, 2)).Should().Be(41);

        _outgoing.Seen.Should().Equal($"Add to {Key}");
    }
}
