using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that receives reminders: durable timers that outlive activations and processes.</summary>
public interface IRemindable : IGrain, IAddressable
{
    Task ReceiveReminder(string reminderName, TickStatus status);
}
