namespace Cocoon.LocalRuntime.Tests.Reminders;

[Alias("test.forgetful")]
public interface IForgetfulGrain : IGrainWithStringKey
{
    [Alias("register")]
    Task Register();
}
