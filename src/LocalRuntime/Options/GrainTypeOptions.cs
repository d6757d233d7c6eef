namespace Orleans.Configuration;

/// <summary>Which grain classes this host runs. Filled with all that are found; remove those that must not run here.</summary>
public class GrainTypeOptions
{
    public HashSet<Type> Classes { get; } = [];

    public HashSet<Type> Interfaces { get; } = [];
}
