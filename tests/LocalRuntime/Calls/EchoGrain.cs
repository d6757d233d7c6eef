using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Calls;

[GrainType("test-echo")]
public sealed class EchoGrain : Grain, IEchoGrain
{
    private string Key => this.GetPrimaryKeyString();

    public Task<string> Echo(string text)
    {
        Journal.Write(Key, text);
        return Task.FromResult(text);
    }

    public async Task<string> EchoLate(string text)
    {
        Journal.Write(Key, $"+{text}");
        Phases.Reach($"{Key}/{text}/in");
        await Phases.Wait($"{Key}/{text}/out");
        Journal.Write(Key, $"-{text}");
        return text;
    }

    public async Task<List<string>> AskOnAfterTimeout(IEchoGrain other)
    {
        var answers = new List<string>();
        try
        {
            answers.Add(await other.EchoLate("late"));
        }
        catch (TimeoutException)
        {
            answers.Add("timeout");
        }
        var first = other.Echo("first");
        Phases.Reach($"{other.GetPrimaryKeyString()}/late/out");
        answers.Add(await first);
        answers.Add(await other.Echo("second"));
        return answers;
    }

    public Task FailOneWay()
    {
        Phases.Reach($"{Key}/failing");
        throw new InvalidOperationException("Nobody hears this.");
    }

    public async Task FailOneWayLater()
    {
        Phases.Reach($"{Key}/failing-later");
        await Task.Yield();
        throw new InvalidOperationException("Nobody hears this either.");
    }
}
