using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Reminders;

[GrainType("test-reminders")]
public sealed class ReminderGrain : Grain, IReminderGrain, IRemindable
{
    private string Key => this.GetPrimaryKeyString();

    public Task Register(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task Unregister(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public async Task<List<string>> Names() => (await this.GetReminders()).Select(reminder => reminder.ReminderName).Order(StringComparer.Ordinal).ToList();

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<string> Activation() => Task.FromResult(GrainContext.ActivationId.ToString()!);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Journal.Write(Key, $"{reminderName} every {status.Period} late {status.CurrentTickTime < status.FirstTickTime}");
        Journal.Write($"{Key}/times", $"{(status.CurrentTickTime - status.FirstTickTime).TotalMinutes}");
        Journal.Write($"{Key}/activations", GrainContext.ActivationId.ToString()!);
        Phases.Reach($"{Key}/{reminderName}/{Journal.Read(Key).Length}");
        return reminderName == "bad" ? throw new InvalidOperationException("The reminder was not welcome.") : Task.CompletedTask;
    }
}
