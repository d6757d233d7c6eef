using System.Runtime.InteropServices;
using System.Text;
using Cocoon.Inference.LlamaCpp.Native;

namespace Cocoon.Inference.LlamaCpp.Library;

/// <summary>A GGUF file loaded by llama.cpp in this process, with its sequences' keys and values. Not thread-safe.</summary>
public sealed unsafe class LlamaCppModel : IDisposable
{
    /// <summary>llama.cpp rounds up to this many cells.</summary>
    private const int CellStep = 256;

    private nint _model;
    private nint _context;
    private readonly nint _vocabulary;
    private readonly nint _memory;

    /// <summary>Loads a file; takes as long as mapping it, and on a graphics card as copying it there.</summary>
    /// <exception cref="LlamaCppException">llama.cpp refuses the file, or memory does not suffice.</exception>
    public LlamaCppModel(LlamaCppLibrary library, string path, LlamaCppModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSequences, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxSequences, (int)Llama.MaxSequences());
        if (!File.Exists(path)) throw new LlamaCppException($"There is no model file '{path}'.");
        try
        {
            _model = Llama.LoadModel(path, Llama.ModelDefaults());
            if (_model == 0) throw new LlamaCppException($"llama.cpp {library.Version} cannot load '{path}': it is damaged, of an architecture it does not know, or memory does not suffice.");
            if (Llama.IsRecurrent(_model) || Llama.IsHybrid(_model) || Llama.HasEncoder(_model))
                throw new LlamaCppException($"'{path}' is not a plain decoder: recurrent, hybrid and encoder models cannot share prefixes and are not served.");
            _vocabulary = Llama.Vocabulary(_model);
            _context = CreateContext(options);
            _memory = Llama.Memory(_context);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int VocabularySize => Llama.VocabularySize(_vocabulary);

    public int HiddenSize => Llama.HiddenSize(_model);

    /// <summary>The context the model was trained with: the longest a sequence should be.</summary>
    public int TrainedContext => Llama.TrainedContext(_model);

    /// <summary>Tokens whose keys and values fit.</summary>
    public int Capacity => (int)Llama.Cells(_context);

    /// <summary>Most tokens of one step.</summary>
    public int MaxRows => (int)Llama.BatchSize(_context);

    /// <summary>The kind of most weights by llama.cpp's name, such as "Q8_0" or "all F32".</summary>
    public string WeightType => Marshal.PtrToStringUTF8((nint)Llama.FileTypeName(Llama.FileType(_model))) ?? "";

    /// <summary>llama.cpp's own tokens of a text, without any it would add; with <paramref name="parseAdded"/> control tokens are recognised.</summary>
    public int[] Tokenize(string text, bool parseAdded)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        // A token has a byte at least; the one more keeps the buffer from being empty.
        var tokens = new int[bytes.Length + 1];
        fixed (byte* start = bytes)
        fixed (int* room = tokens)
        {
            var count = Llama.Tokenize(_vocabulary, start, bytes.Length, room, tokens.Length, addSpecial: false, parseAdded);
            return count >= 0 ? tokens[..count] : throw new LlamaCppException("llama.cpp cannot tokenize a text: it gives more tokens than the text has bytes.");
        }
    }

    /// <summary>
    /// Reads the batch's tokens: one step of the model. With <paramref name="hiddenStates"/> these can be asked for, which costs
    /// the output of all rows.
    /// </summary>
    /// <exception cref="LlamaCppException">Cells do not suffice, or llama.cpp reports a failure; nothing more is known of the sequences then.</exception>
    public void Decode(LlamaCppBatch batch, bool hiddenStates = false)
    {
        Llama.SetEmbeddings(_context, hiddenStates);
        var code = Llama.Decode(_context, batch.Pointers);
        if (code == 1) throw new LlamaCppException("llama.cpp has no cells left for the step's tokens.");
        if (code != 0) throw new LlamaCppException($"llama.cpp failed in a step of {batch.Count} tokens (code {code}).");
    }

    /// <summary>Logits after a row of the last step that asked for them; valid until the next.</summary>
    public ReadOnlySpan<float> Logits(int row) => Output(Llama.Logits(_context, row), VocabularySize);

    /// <summary>The hidden state of a row of the last step, after the last norm; valid until the next.</summary>
    public ReadOnlySpan<float> HiddenState(int row) => Output(Llama.HiddenState(_context, row), HiddenSize);

    /// <summary>Lets a sequence share the first <paramref name="count"/> tokens of another.</summary>
    public void ShareBeginning(int source, int target, int count) => Llama.CopySequence(_memory, source, target, 0, count);

    /// <summary>Forgets a sequence from a position on.</summary>
    public void Forget(int sequence, int from = 0)
    {
        if (!Llama.RemoveSequence(_memory, sequence, from, -1)) throw new LlamaCppException("llama.cpp cannot forget a part of a sequence of this model.");
    }

    /// <summary>Forgets all sequences.</summary>
    public void ForgetAll() => Llama.ClearMemory(_memory, data: false);

    public void Dispose()
    {
        if (_context != 0) Llama.FreeContext(_context);
        if (_model != 0) Llama.FreeModel(_model);
        (_context, _model) = (0, 0);
    }

    private nint CreateContext(LlamaCppModelOptions options)
    {
        var cells = (options.Capacity + CellStep - 1) / CellStep * CellStep;
        var rows = Math.Min(options.MaxRows, cells);
        var parameters = Llama.ContextDefaults();
        LlamaLayout.Require(parameters);
        parameters.Set(LlamaLayout.Context, (uint)cells);
        parameters.Set(LlamaLayout.Batch, (uint)rows);
        parameters.Set(LlamaLayout.MicroBatch, (uint)rows);
        parameters.Set(LlamaLayout.Sequences, (uint)options.MaxSequences);
        parameters.Set(LlamaLayout.KeyType, (uint)options.KeyValues);
        parameters.Set(LlamaLayout.ValueType, (uint)options.KeyValues);
        parameters[LlamaLayout.UnifiedCells] = 1;
        // Its flash attention rounds keys and values to 16 bits, however they are kept.
        if (options.KeyValues == KeyValueType.Single) parameters.Set(LlamaLayout.FlashAttention, 0);
        var context = Llama.CreateContext(_model, parameters);
        if (context == 0) throw new LlamaCppException($"llama.cpp cannot make room for {cells} tokens of {options.MaxSequences} sequences: lower Capacity.");
        var threads = Math.Min(options.Threads, Environment.ProcessorCount);
        Llama.SetThreads(context, threads, threads);
        // What the library says it has understood: the struct lies as believed.
        if (Llama.Cells(context) != cells || Llama.CellsOfSequence(context) != cells || Llama.BatchSize(context) != rows
            || Llama.MicroBatchSize(context) != rows || Llama.Sequences(context) != options.MaxSequences || Llama.Threads(context) != threads)
        {
            Llama.FreeContext(context);
            throw new LlamaCppException("llama.cpp took its parameters otherwise than they were meant: use the library of the pinned package (docs/engines.md).");
        }
        return context;
    }

    private static ReadOnlySpan<float> Output(float* values, int count) =>
        values is not null ? new ReadOnlySpan<float>(values, count) : throw new LlamaCppException("llama.cpp gave no output for a row of the step.");
}
