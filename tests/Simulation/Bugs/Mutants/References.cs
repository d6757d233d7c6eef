using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Cocoon.Simulation.Tests.Bugs.Mutants;

/// <summary>What the compiler needs besides sources: the assemblies that this process runs on, and the SDK's generators.</summary>
internal static class References
{
    // The host lists the core library twice.
    private static readonly Dictionary<string, MetadataReference> ByName =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(file => file.EndsWith(".dll", StringComparison.Ordinal))
            .DistinctBy(Path.GetFileName).ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => (MetadataReference)MetadataReference.CreateFromFile(file));

    /// <summary>The generator behind [LoggerMessage], from where the build of these tests took it.</summary>
    public static ImmutableArray<ISourceGenerator> Generators { get; } =
    [
        .. typeof(References).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Where(entry => entry.Key == "LoggingGenerator")
            .SelectMany(entry => Assembly.LoadFrom(entry.Value!).GetTypes()).Where(type => type.IsDefined(typeof(GeneratorAttribute), inherit: false))
            .Select(type => ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator()),
    ];

    /// <summary>All that is not ours, and of ours what this assembly is built on.</summary>
    public static IEnumerable<MetadataReference> Of(Assembly built)
    {
        var ours = new Dictionary<string, Assembly>();
        Add(built);
        return ByName.Where(entry => !entry.Key.StartsWith("Cocoon.", StringComparison.Ordinal) || ours.ContainsKey(entry.Key)).Select(entry => entry.Value);

        void Add(Assembly assembly)
        {
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Cocoon.", StringComparison.Ordinal)))
                if (!ours.ContainsKey(name.Name!)) Add(ours[name.Name!] = Assembly.Load(name));
        }
    }
}
