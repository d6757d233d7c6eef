namespace Orleans;

/// <summary>
/// Sees every call that arrives, in the turn of the grain: register with AddIncomingGrainCallFilter, or implement on a grain
/// class. Timer ticks (interface IGrainTimerInvoker), reminders (<see cref="IRemindable"/>) and the steps of asynchronous
/// enumerations (IAsyncEnumerableGrainExtension) arrive as calls too.
/// </summary>
public interface IIncomingGrainCallFilter
{
    Task Invoke(IIncomingGrainCallContext context);
}
