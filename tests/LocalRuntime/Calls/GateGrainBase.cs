using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Calls;

public abstract class GateGrainBase : Grain
{
    private string Key => this.GetPrimaryKeyString();

    public Task PassInterleaved(string name) => Pass(name);

    public Task PassReading(string name) => Pass(name);

    public Task PassOneWay(string name) => Pass(name);

    public Task PassBriefly(string name) => Pass(name);

    public async Task Pass(string name)
    {
        Journal.Write(Key, $"+{name}");
        Phases.Reach($"{Key}/{name}/in");
        await Phases.Wait($"{Key}/{name}/out");
        Journal.Write(Key, $"-{name}");
        Phases.Reach($"{Key}/{name}/done");
    }

    public async Task PassCancellable(string name, CancellationToken cancellationToken)
    {
        Phases.Reach($"{Key}/{name}/in");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Journal.Write(Key, $"cancelled {name} in grain {TaskScheduler.Current != TaskScheduler.Default}");
            Phases.Reach($"{Key}/{name}/done");
        }
    }

    public Task Note(string entry)
    {
        Journal.Write(Key, entry);
        return Task.CompletedTask;
    }
}
