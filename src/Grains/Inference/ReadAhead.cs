using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Cocoon.Grains.Inference;

/// <summary>Lets an engine work while what it made travels, up to a number of steps.</summary>
internal static class ReadAhead
{
    /// <summary>Steps that are made and not handed out, at most.</summary>
    public const int Most = 64;

    /// <summary>An engine that was told to stop and has not after this time is left behind.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public static async IAsyncEnumerable<RunStep> Of(
        Func<CancellationToken, IAsyncEnumerable<RunStep>> steps, TimeProvider time, [EnumeratorCancellation] CancellationToken stop = default)
    {
        var made = Channel.CreateBounded<RunStep>(new BoundedChannelOptions(Most) { SingleReader = true, SingleWriter = true });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var making = Make(steps(ending.Token), made.Writer, ending.Token);
        try
        {
            await foreach (var step in made.Reader.ReadAllAsync(stop)) yield return step;
        }
        finally
        {
            ending.Cancel();
            await Task.WhenAny(making, Task.Delay(Grace, time, CancellationToken.None));
        }
    }

    /// <summary>Never throws: how it ended, the reader learns after the last step.</summary>
    private static async Task Make(IAsyncEnumerable<RunStep> steps, ChannelWriter<RunStep> made, CancellationToken stop)
    {
        try
        {
            await foreach (var step in steps.WithCancellation(stop)) await made.WriteAsync(step, stop);
            made.Complete();
        }
#pragma warning disable CA1031 // Whatever it is, the reader gets it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            made.Complete(e);
        }
    }
}
