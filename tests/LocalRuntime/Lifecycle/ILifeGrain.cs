namespace Cocoon.LocalRuntime.Tests.Lifecycle;

[Alias("test.life")]
public interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>The id of the activation that answers.</summary>
    [Alias("touch")]
    Task<string> Touch();

    [Alias("end")]
    Task<string> End();

    /// <summary>Asks for the end, reaches "{key}/{phase}/in" and stays busy until "{key}/{phase}/out".</summary>
    [Alias("end-after")]
    Task<string> EndAfter(string phase);

    [Alias("note")]
    Task Note(string entry);

    /// <summary>Starts a timer that ticks every few milliseconds and reaches "{key}/tick{n}".</summary>
    [Alias("start-timer")]
    Task<string> StartTimer();

    /// <summary>The number of ticks of all activations so far.</summary>
    [Alias("ticks")]
    Task<int> Ticks();
}
