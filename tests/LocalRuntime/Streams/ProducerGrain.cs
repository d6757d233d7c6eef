using System.Runtime.CompilerServices;
using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Streams;

[GrainType("test-producer")]
public sealed class ProducerGrain : Grain, IProducerGrain
{
    private readonly TaskScheduler _mine = TaskScheduler.Current;

    private string Key => this.GetPrimaryKeyString();

    public async IAsyncEnumerable<int> Count(int to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (var i = 0; i < to; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                Note($"{i}");
                yield return i;
            }
        }
        finally
        {
            Note("finally");
            Phases.Reach($"{Key}/finally");
        }
    }

    public async IAsyncEnumerable<int> OneAndWait([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            yield return 1;
            Phases.Reach($"{Key}/waiting");
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Note("finally");
            Phases.Reach($"{Key}/finally");
        }
    }

    public async IAsyncEnumerable<int> Fail()
    {
        yield return 1;
        await Task.Yield();
        yield return 2;
        await Task.Yield();
        throw new InvalidOperationException("the stream broke");
    }

    public async IAsyncEnumerable<StreamBox> Boxes(StreamBox seed)
    {
        yield return seed;
        await Task.Yield();
        seed.Value++;
        yield return seed;
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private void Note(string entry) => Journal.Write(Key, ReferenceEquals(TaskScheduler.Current, _mine) ? entry : $"{entry} outside the grain");
}
