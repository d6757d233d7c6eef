namespace Cocoon.LocalRuntime.Tests.Calls;

[Alias("test.gate-choosy")]
public interface IChoosyGateGrain : IGrainWithStringKey
{
    [Alias("pass")]
    Task Pass(string name);
}
