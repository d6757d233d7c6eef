using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Cocoon.Inference.LlamaCpp.Native;

/// <summary>The functions of llama.h that are used, under its names without "llama_".</summary>
internal static unsafe partial class Llama
{
    public const string Library = "llama";
    public const string GgmlLibrary = "ggml";

    [LibraryImport(GgmlLibrary, EntryPoint = "ggml_backend_load_all_from_path", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void LoadBackends(string folder);

    [LibraryImport(Library, EntryPoint = "llama_log_set")]
    public static partial void SetLog(delegate* unmanaged[Cdecl]<int, byte*, void*, void> log, void* data);

    [LibraryImport(Library, EntryPoint = "llama_backend_init")]
    public static partial void Initialize();

    [LibraryImport(Library, EntryPoint = "llama_max_parallel_sequences")]
    public static partial nuint MaxSequences();

    [LibraryImport(Library, EntryPoint = "llama_model_default_params")]
    public static partial ParameterBlob ModelDefaults();

    [LibraryImport(Library, EntryPoint = "llama_context_default_params")]
    public static partial ParameterBlob ContextDefaults();

    [LibraryImport(Library, EntryPoint = "llama_model_load_from_file", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint LoadModel(string path, ParameterBlob parameters);

    [LibraryImport(Library, EntryPoint = "llama_model_free")]
    public static partial void FreeModel(nint model);

    [LibraryImport(Library, EntryPoint = "llama_init_from_model")]
    public static partial nint CreateContext(nint model, ParameterBlob parameters);

    [LibraryImport(Library, EntryPoint = "llama_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "llama_model_get_vocab")]
    public static partial nint Vocabulary(nint model);

    [LibraryImport(Library, EntryPoint = "llama_vocab_n_tokens")]
    public static partial int VocabularySize(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_model_n_embd")]
    public static partial int HiddenSize(nint model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_ctx_train")]
    public static partial int TrainedContext(nint model);

    [LibraryImport(Library, EntryPoint = "llama_model_ftype")]
    public static partial int FileType(nint model);

    [LibraryImport(Library, EntryPoint = "llama_ftype_name")]
    public static partial byte* FileTypeName(int type);

    [LibraryImport(Library, EntryPoint = "llama_model_is_recurrent")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool IsRecurrent(nint model);

    [LibraryImport(Library, EntryPoint = "llama_model_is_hybrid")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool IsHybrid(nint model);

    [LibraryImport(Library, EntryPoint = "llama_model_has_encoder")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool HasEncoder(nint model);

    [LibraryImport(Library, EntryPoint = "llama_n_ctx")]
    public static partial uint Cells(nint context);

    [LibraryImport(Library, EntryPoint = "llama_n_ctx_seq")]
    public static partial uint CellsOfSequence(nint context);

    [LibraryImport(Library, EntryPoint = "llama_n_batch")]
    public static partial uint BatchSize(nint context);

    [LibraryImport(Library, EntryPoint = "llama_n_ubatch")]
    public static partial uint MicroBatchSize(nint context);

    [LibraryImport(Library, EntryPoint = "llama_n_seq_max")]
    public static partial uint Sequences(nint context);

    [LibraryImport(Library, EntryPoint = "llama_set_n_threads")]
    public static partial void SetThreads(nint context, int one, int many);

    [LibraryImport(Library, EntryPoint = "llama_n_threads")]
    public static partial int Threads(nint context);

    [LibraryImport(Library, EntryPoint = "llama_set_embeddings")]
    public static partial void SetEmbeddings(nint context, [MarshalAs(UnmanagedType.U1)] bool wanted);

    [LibraryImport(Library, EntryPoint = "llama_get_memory")]
    public static partial nint Memory(nint context);

    [LibraryImport(Library, EntryPoint = "llama_memory_clear")]
    public static partial void ClearMemory(nint memory, [MarshalAs(UnmanagedType.U1)] bool data);

    [LibraryImport(Library, EntryPoint = "llama_memory_seq_cp")]
    public static partial void CopySequence(nint memory, int source, int target, int from, int to);

    [LibraryImport(Library, EntryPoint = "llama_memory_seq_rm")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool RemoveSequence(nint memory, int sequence, int from, int to);

    [LibraryImport(Library, EntryPoint = "llama_decode")]
    public static partial int Decode(nint context, BatchPointers batch);

    [LibraryImport(Library, EntryPoint = "llama_get_logits_ith")]
    public static partial float* Logits(nint context, int row);

    [LibraryImport(Library, EntryPoint = "llama_get_embeddings_ith")]
    public static partial float* HiddenState(nint context, int row);

    [LibraryImport(Library, EntryPoint = "llama_tokenize")]
    public static partial int Tokenize(
        nint vocabulary, byte* text, int length, int* tokens, int room, [MarshalAs(UnmanagedType.U1)] bool addSpecial, [MarshalAs(UnmanagedType.U1)] bool parseSpecial);
}
