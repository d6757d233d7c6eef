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
}
