namespace Orleans;

/// <summary>A grain factory for code outside grains, with the services of its host.</summary>
public interface IClusterClient : IGrainFactory
{
    IServiceProvider ServiceProvider { get; }
}
