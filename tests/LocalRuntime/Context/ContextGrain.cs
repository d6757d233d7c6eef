using Cocoon.LocalRuntime.Tests.Hosting;
using Orleans.Concurrency;

namespace Cocoon.LocalRuntime.Tests.Context;

[Reentrant, GrainType("test-context")]
public sealed class ContextGrain : Grain, IContextGrain
{
    private string? _atBirth;

    private string Key => this.GetPrimaryKeyString();

    private static string? Seen => RequestContext.Get("who") as string;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _atBirth = Seen;
        return Task.CompletedTask;
    }

    public Task<string?> Who() => Task.FromResult(Seen);

    public Task<string?> WhoAtBirth() => Task.FromResult(_atBirth);

    public async Task<List<string?>> Become(string name, IContextGrain other)
    {
        var seen = new List<string?> { Seen };
        RequestContext.Set("who", name);
        Phases.Reach($"{Key}/{name}/in");
        await Phases.Wait($"{Key}/{name}/out");
        seen.Add(Seen);
        seen.Add(await other.Who());
        return seen;
    }

    public Task StartTimer()
    {
        this.RegisterGrainTimer(
            () =>
            {
                Journal.Write(Key, $"tick sees {Seen ?? "nobody"}");
                Phases.Reach($"{Key}/tick");
                return Task.CompletedTask;
            },
            TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }
}
