namespace Cocoon.LocalRuntime.Tests.Filters;

[Alias("test.filtered")]
public interface IFilteredGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task<int> Add(int a, int b);

    [Alias("fail")]
    Task Fail();

    [Alias("forbidden")]
    Task Forbidden();

    [Alias("count")]
    IAsyncEnumerable<int> Count();

    [Alias("start-timer")]
    Task StartTimer();

    [Alias("ask")]
    Task<int> Ask(IFilteredGrain other);
}
