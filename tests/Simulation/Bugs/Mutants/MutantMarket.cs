using System.Reflection;
using System.Runtime.Loader;
using Cocoon.Simulation.Running;

namespace Cocoon.Simulation.Tests.Bugs.Mutants;

/// <summary>
/// The whole product loaded once more, with some of its projects compiled anew. Everything of ours lives in here, so that
/// all of it sees the changed types; the framework is shared. Nothing on disk changes. It stays until the process ends: what
/// can be unloaded is compiled with all optimisations before its first run, which takes longer than most hunts.
/// </summary>
internal sealed class MutantMarket : AssemblyLoadContext
{
    private readonly Dictionary<string, byte[]> _compiled = [];

    /// <param name="edits">The changes; none for the product as it is.</param>
    /// <param name="projects">Projects to compile anew even without a change.</param>
    /// <exception cref="InvalidOperationException">An edit does not fit the source, or the result does not compile.</exception>
    public MutantMarket(IReadOnlyCollection<Edit> edits, params string[] projects) : base("mutant")
    {
        foreach (var project in edits.Select(edit => edit.Project).Concat(projects).Distinct())
        {
            var compiler = ProjectCompiler.Of(project);
            _compiled[compiler.AssemblyName] = compiler.Compile([.. edits.Where(edit => edit.Project == project)]);
        }
    }

    /// <summary>Runs the simulator of this market: seeds one after the other, until one fails.</summary>
    /// <returns>What the first failing seed says; null when none fails.</returns>
    public string? FirstFailure(ulong firstSeed, int seeds) =>
        Find("Cocoon.Simulation", typeof(SeedRun).FullName!).GetMethod(nameof(SeedRun.FirstFailure), [typeof(ulong), typeof(int)])!
            .CreateDelegate<Func<ulong, int, string?>>()(firstSeed, seeds);

    public Type Find(string assembly, string type) => LoadFromAssemblyName(new AssemblyName(assembly)).GetType(type, throwOnError: true)!;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name || !name.StartsWith("Cocoon.", StringComparison.Ordinal)) return null;
        return _compiled.TryGetValue(name, out var image)
            ? LoadFromStream(new MemoryStream(image))
            : LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
    }
}
