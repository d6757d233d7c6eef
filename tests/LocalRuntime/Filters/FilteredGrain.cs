using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Filters;

/// <summary>Itself a filter: doubles the sums it returns.</summary>
[GrainType("test-filtered")]
public sealed class FilteredGrain : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    private string Key => this.GetPrimaryKeyString();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.MethodName == nameof(Add)) context.Result = 2 * (int)context.Result!;
    }

    public Task<int> Add(int a, int b) => Task.FromResult(a + b);

    public Task Fail() => throw new InvalidOperationException("from the grain");

    public Task Forbidden()
    {
        Journal.Write(Key, "ran");
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<int> Count()
    {
        await Task.Yield();
        yield return 1;
    }

    public Task StartTimer()
    {
        this.RegisterGrainTimer(() =>
        {
            Phases.Reach($"{Key}/tick");
            return Task.CompletedTask;
        }, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task<int> Ask(IFilteredGrain other) => other.Add(1, 2);
}
