namespace Cocoon.LocalRuntime.Tests.Calls;

[Alias("test.gate-reentrant")]
public interface IReentrantGateGrain : IGrainWithStringKey
{
    [Alias("pass")]
    Task Pass(string name);
}
