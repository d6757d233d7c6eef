namespace Cocoon.LocalRuntime.Tests.Calls;

[Alias("test.gate-worker")]
public interface IWorkerGateGrain : IGrainWithStringKey
{
    [Alias("pass")]
    Task Pass(string name);
}
