namespace Cocoon.LocalRuntime.Tests.Reminders;

/// <summary>Asks for a reminder without being able to receive it.</summary>
[GrainType("test-forgetful")]
public sealed class ForgetfulGrain : Grain, IForgetfulGrain
{
    public Task Register() => this.RegisterOrUpdateReminder("lost", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
}
