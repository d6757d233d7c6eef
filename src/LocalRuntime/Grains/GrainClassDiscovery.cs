using System.Reflection;
using Orleans;
using Orleans.Configuration;
using Microsoft.Extensions.Options;

namespace Cocoon.LocalRuntime.Grains;

/// <summary>Fills <see cref="GrainTypeOptions"/> with the grain classes and interfaces of the program and its references.</summary>
internal sealed class GrainClassDiscovery : IConfigureOptions<GrainTypeOptions>
{
    private static readonly string RuntimeName = typeof(Grain).Assembly.GetName().Name!;

    public void Configure(GrainTypeOptions options)
    {
        foreach (var type in GrainAssemblies().SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.ContainsGenericParameters) continue;
            if (type is { IsInterface: true } && typeof(IGrain).IsAssignableFrom(type)) options.Interfaces.Add(type);
            if (type is { IsClass: true, IsAbstract: false } && typeof(IGrain).IsAssignableFrom(type) && typeof(IGrainBase).IsAssignableFrom(type)) options.Classes.Add(type);
        }
    }

    private static List<Assembly> GrainAssemblies()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic && IsOurs(assembly.GetName())));
        var found = new List<Assembly>();
        while (waiting.TryDequeue(out var assembly))
        {
            if (!seen.Add(assembly.FullName!)) continue;
            var references = assembly.GetReferencedAssemblies();
            if (references.Any(reference => reference.Name == RuntimeName)) found.Add(assembly);
            foreach (var reference in references.Where(IsOurs))
                if (TryLoad(reference) is { } loaded) waiting.Enqueue(loaded);
        }

        return found;
    }

    // A library that is not deployed beside the program, because the program does not use that part, cannot hold its grains.
    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return null;
        }
    }

    // Grains live in the program's own assemblies; walking the framework's would only cost time.
    private static bool IsOurs(AssemblyName name) =>
        name.Name is { } text && text != RuntimeName && text is not ("netstandard" or "mscorlib" or "WindowsBase")
        && !text.StartsWith("System", StringComparison.Ordinal) && !text.StartsWith("Microsoft.", StringComparison.Ordinal);
}
