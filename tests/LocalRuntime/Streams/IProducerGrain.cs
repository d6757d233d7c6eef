namespace Cocoon.LocalRuntime.Tests.Streams;

[Alias("test.producer")]
public interface IProducerGrain : IGrainWithStringKey
{
    /// <summary>Yields 0, 1, 2 … and notes each; notes "finally" at its end.</summary>
    [Alias("count")]
    IAsyncEnumerable<int> Count(int to, CancellationToken cancellationToken = default);

    /// <summary>Yields one number, then waits until it is cancelled.</summary>
    [Alias("one-and-wait")]
    IAsyncEnumerable<int> OneAndWait(CancellationToken cancellationToken = default);

    /// <summary>Yields two numbers, then throws.</summary>
    [Alias("fail")]
    IAsyncEnumerable<int> Fail();

    [Alias("boxes")]
    IAsyncEnumerable<StreamBox> Boxes(StreamBox seed);

    [Alias("end")]
    Task End();
}
