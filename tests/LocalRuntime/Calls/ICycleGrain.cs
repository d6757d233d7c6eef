namespace Cocoon.LocalRuntime.Tests.Calls;

/// <summary>Calls another grain that calls back.</summary>
[Alias("test.cycle")]
public interface ICycleGrain : IGrainWithStringKey
{
    [Alias("there-and-back")]
    Task<string> ThereAndBack(ICycleGrain other, bool allowReentrancy);

    [Alias("back")]
    Task<string> Back(ICycleGrain first);

    [Alias("hello")]
    Task<string> Hello();
}
