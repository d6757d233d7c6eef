using Cocoon.Grains.Routing;

namespace Cocoon.Gateway.Routing;

/// <summary>A request in the waiting room. What changes is guarded by its room.</summary>
internal sealed class Waiter(RoomWish wish)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private const int MaxDoublings = 4;

    public RoomWish Wish { get; } = wish;

    /// <summary>Ends when it is this request's turn.</summary>
    public TaskCompletionSource<Turn> Called { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was picked last, when it was asked whether there is anything for it.</summary>
    public Route? Found { get; set; }

    /// <summary>Providers refused it although they seemed free: it lets others try before it does again.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>Times it was refused.</summary>
    public int Refusals { get; private set; }

    public void Refused(DateTimeOffset now)
    {
        NotBefore = now + FirstPause * (1 << Math.Min(Refusals++, MaxDoublings));
        Called = new TaskCompletionSource<Turn>(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
