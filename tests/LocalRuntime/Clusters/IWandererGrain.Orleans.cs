namespace Cocoon.LocalRuntime.Tests.Clusters;

/// <summary>Counts durably, and says where. Lives on the silo that calls it first.</summary>
[Alias("test.wanderer")]
public interface IWandererGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task<WandererView> Add(long amount);

    /// <summary>Reaches "{key}/slow/in", and adds after "{key}/slow/out".</summary>
    [Alias("add-slowly")]
    Task<WandererView> AddSlowly(long amount);

    /// <summary>Sets a reminder, whose ticks reach "{key}/ticked/{silo}", and ends the activation.</summary>
    [Alias("remind")]
    Task Remind(TimeSpan period);
}
